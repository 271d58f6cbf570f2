package dev.davit.network.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTests {

    @Test
    void parseClearsBitsBeyondPrefix() {
        assertThat(Subnet.parse("10.1.2.3/24")).hasToString("10.1.2.0/24");
        assertThat(Subnet.parse("172.17.0.1/16").last()).isEqualTo(Ipv4.parse("172.17.255.255"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "10.1.2/24", "10.1.2.256/24", "10.1.2.3/33", "10.1.2.3/", "fd00::/64", "x"})
    void parseWhenUnreadableThrows(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Subnet.parse(text));
    }

    @Test
    void overlapsWhenOneIsInTheOther() {
        Subnet large = Subnet.parse("172.16.0.0/12");
        Subnet small = Subnet.parse("172.17.0.0/16");
        assertThat(large.overlaps(small)).isTrue();
        assertThat(small.overlaps(large)).isTrue();
        assertThat(small.overlaps(Subnet.parse("172.18.0.0/16"))).isFalse();
        assertThat(Subnet.parse("0.0.0.0/0").overlaps(small)).isTrue();
    }

    @Test
    void firstFreeFollowsDockersPools() {
        List<Subnet> taken = new ArrayList<>();
        for (int i = 17; i <= 31; i++) {
            Subnet next = SubnetPools.firstFree(taken).orElseThrow();
            assertThat(next).hasToString("172." + i + ".0.0/16");
            taken.add(next);
        }
        assertThat(SubnetPools.firstFree(taken)).hasValue(Subnet.parse("192.168.0.0/20"));
        taken.add(Subnet.parse("192.168.0.0/16"));
        assertThat(SubnetPools.firstFree(taken)).isEmpty();
    }

    @Test
    void firstFreeAvoidsWhatTheHostRoutes() {
        assertThat(SubnetPools.firstFree(List.of(Subnet.parse("172.17.42.1/32"), Subnet.parse("172.18.0.0/15"))))
                .hasValue(Subnet.parse("172.20.0.0/16"));
    }

    @Test
    void macIsMadeOfTheAddress() {
        assertThat(Ipv4.mac(Ipv4.parse("172.17.0.2"))).isEqualTo("02:42:ac:11:00:02");
    }
}
