package dev.davit.network.ipam;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The pools from which dockerd takes subnets when none is asked for, in its order. */
public final class SubnetPools {

    private record Pool(Subnet whole, int prefixLength) {}

    private static final List<Pool> POOLS = List.of(
            new Pool(Subnet.parse("172.17.0.0/16"), 16),
            new Pool(Subnet.parse("172.18.0.0/16"), 16),
            new Pool(Subnet.parse("172.19.0.0/16"), 16),
            new Pool(Subnet.parse("172.20.0.0/14"), 16),
            new Pool(Subnet.parse("172.24.0.0/14"), 16),
            new Pool(Subnet.parse("172.28.0.0/14"), 16),
            new Pool(Subnet.parse("192.168.0.0/16"), 20));

    private SubnetPools() {}

    /** The first subnet that touches none of {@code taken}. */
    public static Optional<Subnet> firstFree(Collection<Subnet> taken) {
        for (Pool pool : POOLS) {
            long step = 1L << (32 - pool.prefixLength);
            for (long at = 0; at < pool.whole.size(); at += step) {
                Subnet candidate = new Subnet((int) (pool.whole.base() + at), pool.prefixLength);
                if (taken.stream().noneMatch(candidate::overlaps)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }
}
