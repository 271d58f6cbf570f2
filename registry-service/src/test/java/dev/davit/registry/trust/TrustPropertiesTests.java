package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TrustPropertiesTests {

    @Test
    void noSigstoreIsTrustedUntilOneIsNamed() {
        assertThat(bind(Map.of())).isEqualTo(new TrustProperties(null, null, List.of()));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of(
                        "davit.registry.trust.sigstore-root", "/etc/davit/trusted_root.json",
                        "davit.registry.trust.revocation-lists", "/etc/davit/crl",
                        "davit.registry.trust.revocation-hosts", "ocsp.internal,crl.internal")))
                .isEqualTo(new TrustProperties(
                        Path.of("/etc/davit/trusted_root.json"),
                        Path.of("/etc/davit/crl"),
                        List.of("ocsp.internal", "crl.internal")));
    }

    private static TrustProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.trust", TrustProperties.class);
    }
}
