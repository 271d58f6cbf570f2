package dev.davit.network.ipam;

/** An IPv4 subnet; {@code base} has no bits beyond the prefix. */
public record Subnet(int base, int prefixLength) {

    /** Checks and clears the bits beyond the prefix. */
    public Subnet {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("invalid prefix length: " + prefixLength);
        }
        base &= mask(prefixLength);
    }

    /** Reads {@code address/length}. */
    public static Subnet parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0 || !cidr.substring(slash + 1).matches("\\d{1,2}")) {
            throw new IllegalArgumentException("invalid CIDR address: " + cidr);
        }
        return new Subnet(Ipv4.parse(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
    }

    /** Whether an address is in it. */
    public boolean contains(int address) {
        return (address & mask(prefixLength)) == base;
    }

    /** Whether another is all in it. */
    public boolean contains(Subnet other) {
        return other.prefixLength >= prefixLength && contains(other.base);
    }

    /** Whether they share an address. */
    public boolean overlaps(Subnet other) {
        return contains(other.base) || other.contains(base);
    }

    /** How many addresses. */
    public long size() {
        return 1L << (32 - prefixLength);
    }

    /** The last address. */
    public int last() {
        return base | ~mask(prefixLength);
    }

    @Override
    public String toString() {
        return Ipv4.format(base) + "/" + prefixLength;
    }

    private static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
    }
}
