package dev.davit.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.Glob;
import dev.davit.registry.account.Grant;
import dev.davit.registry.account.Permissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopesTests {

    private final Permissions developer = new Permissions(List.of(
            new Grant("user:a", Glob.parse("team/**"), EnumSet.of(Action.READ, Action.CREATE, Action.UPDATE)),
            new Grant("user:a", Glob.parse("base/*"), EnumSet.of(Action.READ))));

    @Test
    void onlyWhatIsGrantedOfWhatIsAskedForIsAnswered() {
        List<Map<String, Object>> access = Scopes.grant(
                List.of("repository:team/app:pull,push,delete repository:base/os:pull,push", "repository:other:*"),
                developer);
        assertThat(Scopes.read(access))
                .isEqualTo(Map.of(
                        "team/app",
                        EnumSet.of(Action.READ, Action.CREATE, Action.UPDATE),
                        "base/os",
                        EnumSet.of(Action.READ)));
        assertThat(Scopes.browses(access)).isFalse();
    }

    @Test
    void pullAloneIsNotAnsweredWithMore() {
        assertThat(Scopes.read(Scopes.grant(List.of("repository:team/app:pull"), developer)))
                .isEqualTo(Map.of("team/app", EnumSet.of(Action.READ)));
    }

    @Test
    void everythingIsNotAdministration() {
        Permissions admin =
                new Permissions(List.of(new Grant("user:a", Glob.parse("**"), EnumSet.allOf(Action.class))));
        assertThat(Scopes.read(Scopes.grant(List.of("repository:x:*,admin"), admin)))
                .isEqualTo(Map.of("x", EnumSet.of(Action.READ, Action.CREATE, Action.UPDATE, Action.DELETE)));
    }

    @Test
    void catalogIsAScopeOfItsOwnAndUnknownKindsArePassedOver() {
        assertThat(Scopes.browses(Scopes.grant(List.of("registry:catalog:*"), developer)))
                .isTrue();
        assertThat(Scopes.grant(List.of("repository(plugin):x:pull", "", "registry:other:*"), developer))
                .isEmpty();
    }

    @Test
    void scopeThatIsNoneIsRefused() {
        assertThatExceptionOfType(BadInput.class).isThrownBy(() -> Scopes.grant(List.of("repository:pull"), developer));
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> Scopes.grant(Collections.nCopies(101, "repository:x:pull"), developer));
    }
}
