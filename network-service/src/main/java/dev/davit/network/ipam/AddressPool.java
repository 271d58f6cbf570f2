package dev.davit.network.ipam;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The addresses of one subnet that are not leased, lowest first, as dockerd gives them out. It is the memory of the
 * endpoint rows, whose unique key has the last word.
 */
public final class AddressPool {

    private final Subnet subnet;
    private final long first;
    private final long last;
    private final Set<Integer> taken = new HashSet<>();
    private long lowest;

    /** Leases from {@code range} within {@code subnet}, never its first and last address. */
    public AddressPool(Subnet subnet, Subnet range) {
        this.subnet = subnet;
        this.first = Math.max(unsigned(range.base()), unsigned(subnet.base()) + 1);
        this.last = Math.min(unsigned(range.last()), unsigned(subnet.last()) - 1);
        this.lowest = first;
    }

    /** Any free address; empty: all are taken. */
    public synchronized OptionalInt take() {
        for (long address = lowest; address <= last; address++) {
            if (taken.add((int) address)) {
                lowest = address + 1;
                return OptionalInt.of((int) address);
            }
        }
        lowest = last + 1;
        return OptionalInt.empty();
    }

    /** This very address; false: it is taken. */
    public synchronized boolean take(int address) {
        return taken.add(address);
    }

    /** Whether an address could be leased at all. */
    public boolean covers(int address) {
        return subnet.contains(address) && address != subnet.base() && address != subnet.last();
    }

    /** Gives an address back. */
    public synchronized void release(int address) {
        if (taken.remove(address) && unsigned(address) >= first) {
            lowest = Math.min(lowest, unsigned(address));
        }
    }

    private static long unsigned(int address) {
        return Integer.toUnsignedLong(address);
    }
}
