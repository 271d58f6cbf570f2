package dev.davit.network.nftables;

/** Commands that nftables refused; none of them took effect. */
public final class NftablesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NftablesException(String message) {
        super(message);
    }
}
