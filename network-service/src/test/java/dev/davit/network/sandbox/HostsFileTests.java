package dev.davit.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsFileTests {

    @Test
    void textHasLocalNamesThenExtraHostsThenOwn() {
        assertThat(HostsFile.text(
                        List.of("db:10.0.0.9", "six:fd00::9", "host.docker.internal:host-gateway"),
                        "172.17.0.1",
                        "web",
                        null,
                        List.of("172.17.0.2")))
                .isEqualTo("""
                        127.0.0.1\tlocalhost
                        ::1\tlocalhost ip6-localhost ip6-loopback
                        fe00::\tip6-localnet
                        ff00::\tip6-mcastprefix
                        ff02::1\tip6-allnodes
                        ff02::2\tip6-allrouters
                        10.0.0.9\tdb
                        fd00::9\tsix
                        172.17.0.1\thost.docker.internal
                        172.17.0.2\tweb
                        """);
    }

    @Test
    void textWhenDomainIsGivenNamesFullAndBare() {
        assertThat(HostsFile.text(List.of(), "", "web", "example.org", List.of("172.17.0.2")))
                .endsWith("172.17.0.2\tweb.example.org web\n");
        assertThat(HostsFile.text(List.of(), "", "web.example.org", "", List.of("172.17.0.2")))
                .endsWith("172.17.0.2\tweb.example.org web\n");
    }

    @Test
    void withPeersReplacesPeersOnly() {
        String first = HostsFile.withPeers("127.0.0.1\tlocalhost\n", List.of("10.0.0.2\tdb", "10.0.0.3\tcache"));
        assertThat(first).isEqualTo("127.0.0.1\tlocalhost\n10.0.0.2\tdb # peer\n10.0.0.3\tcache # peer\n");
        assertThat(HostsFile.withPeers(first + "10.9.9.9\tmine\n", List.of("10.0.0.3\tcache")))
                .isEqualTo("127.0.0.1\tlocalhost\n10.9.9.9\tmine\n10.0.0.3\tcache # peer\n");
    }
}
