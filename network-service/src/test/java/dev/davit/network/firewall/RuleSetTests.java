package dev.davit.network.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.network.ipam.Subnet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTests {

    private static final Publication ANY = new Publication("tcp", "0.0.0.0", 8080, "172.17.0.2", 80);
    private static final Publication LOOPBACK = new Publication("udp", "127.0.0.1", 53, "172.17.0.2", 5353);
    private static final BridgeRules OPEN = new BridgeRules("davit0", Subnet.parse("172.17.0.0/16"), true, true, false);
    private static final BridgeRules CLOSED = new BridgeRules("br-1", Subnet.parse("172.18.0.0/16"), true, false, true);

    private final RuleSet rules = new RuleSet("davit-test");

    @Test
    void addIsOneCommandAMap() {
        assertThat(rules.add(List.of(ANY, LOOPBACK, new Publication("tcp", "0.0.0.0", 81, "172.17.0.3", 81))))
                .isEqualTo("""
                        add element ip davit-test published { 127.0.0.1 . udp . 53 : 172.17.0.2 . 5353 }
                        add element ip davit-test published_any { tcp . 8080 : 172.17.0.2 . 80, tcp . 81 : 172.17.0.3 . 81 }
                        """);
    }

    @Test
    void deleteNamesKeysOnly() {
        assertThat(rules.delete(List.of(ANY))).isEqualTo("delete element ip davit-test published_any { tcp . 8080 }\n");
    }

    @Test
    void wholeReplacesTheTableInOneTransaction() {
        assertThat(rules.whole(List.of(OPEN), List.of(ANY), false))
                .startsWith("add table ip davit-test\ndelete table ip davit-test\ntable ip davit-test {\n")
                .contains("elements = { tcp . 8080 : 172.17.0.2 . 80 };")
                .contains("ip saddr 172.17.0.0/16 oifname != \"davit0\" masquerade")
                .doesNotContain("chain rest");
    }

    @Test
    void wholeWhenForwardingIsOursDropsTheRest() {
        assertThat(rules.whole(List.of(OPEN), List.of(), true)).contains("chain rest {");
    }

    @Test
    void wholeWhenInternalNeverMasqueradesOutward() {
        assertThat(rules.whole(List.of(CLOSED), List.of(), false))
                .contains("set internal { type ifname; elements = { \"br-1\" }; }")
                .doesNotContain("oifname != \"br-1\" masquerade");
    }

    @Test
    void wholeWhenIccIsOffLetsNobodyWithinSpeak() {
        assertThat(rules.whole(List.of(OPEN, CLOSED), List.of(), false))
                .contains("set within { type ifname . ifname; elements = { \"davit0\" . \"davit0\" }; }");
    }
}
