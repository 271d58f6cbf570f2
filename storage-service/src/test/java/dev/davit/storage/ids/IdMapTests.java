package dev.davit.storage.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.storage.IdMappings;
import dev.davit.contracts.storage.IdMappings.Range;
import dev.davit.platform.error.DavitException;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdMapTests {

    private final IdMap map = IdMap.of(new IdMappings(
            List.of(new Range(0, 100_000, 1000), new Range(1000, 300_000, 10)), List.of(new Range(0, 200_000, 5))));

    @Test
    void idsAreShiftedWithinTheirRange() {
        assertThat(map.hostUid(0)).isEqualTo(100_000);
        assertThat(map.hostUid(999)).isEqualTo(100_999);
        assertThat(map.hostUid(1009)).isEqualTo(300_009);
        assertThat(map.hostGid(4)).isEqualTo(200_004);
        assertThat(map.containerUid(300_001)).isEqualTo(1001);
        assertThat(map.containerGid(200_000)).isZero();
    }

    @Test
    void idOutsideOfTheRangesIsRefusedInAndNobodyOut() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> map.hostUid(1010))
                .withMessage("the user 1010 has no id on the host: the container's user namespace maps"
                        + " 0:100000:1000,1000:300000:10");
        assertThatExceptionOfType(DavitException.class).isThrownBy(() -> map.hostGid(5));
        assertThat(map.containerUid(0)).isEqualTo(65534);
        assertThat(map.containerGid(200_005)).isEqualTo(65534);
    }

    @Test
    void withoutUserNamespaceEachIdIsItself() {
        assertThat(IdMap.of(null)).isSameAs(IdMap.NONE);
        assertThat(IdMap.NONE.mapped()).isFalse();
        assertThat(IdMap.NONE.hostUid(7)).isEqualTo(7);
        assertThat(IdMap.NONE.containerGid(4294967294L)).isEqualTo(4294967294L);
    }

    @Test
    void lineOfATableSaysTheSame() {
        assertThat(map.text()).isEqualTo("0:100000:1000,1000:300000:10/0:200000:5");
        assertThat(IdMap.parse(map.text())).isEqualTo(map);
        assertThat(IdMap.parse(IdMap.NONE.text())).isEqualTo(IdMap.NONE);
    }

    @Test
    void mappingsOfUsersAloneAreRefused() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> IdMap.of(new IdMappings(List.of(new Range(0, 1, 1)), List.of())))
                .withMessage("a user namespace needs mappings of both users and groups");
    }
}
