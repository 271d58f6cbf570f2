package dev.davit.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hears of changes to one nftables table (linux/netfilter/nf_tables.h). A transaction arrives as its changes, then the
 * new generation with the thread that made it. For one thread.
 */
public final class RuleChanges implements AutoCloseable {

    private static final int GROUP = 7; // NFNLGRP_NFTABLES
    private static final int SUBSYSTEM = 10; // NFNL_SUBSYS_NFTABLES
    private static final int NEW_GENERATION = 15;
    private static final int GENERATION_PROCESS = 2;
    private static final int TABLE = 1; // the same number in table, chain, rule, set and element messages
    private static final int FAMILY_HEADER = 4;
    private static final int ENOBUFS = 105;
    private static final Path OWN_THREADS = Path.of("/proc/self/task");

    private final NetlinkSocket socket = NetlinkSocket.listener(NetlinkSocket.NETFILTER, GROUP);
    private final String table;
    private boolean touched;

    /** Begins to listen. */
    public RuleChanges(String table) {
        this.table = table;
    }

    /** Waits for a transaction of another process that touches the table, or for one that was missed. */
    public void awaitForeign() {
        while (true) {
            try {
                if (hasForeign()) {
                    return;
                }
            } catch (KernelException failure) {
                if (failure.errno() == ENOBUFS) {
                    return;
                }
                throw failure;
            }
        }
    }

    private boolean hasForeign() {
        boolean foreign = false;
        for (NetlinkReply message : socket.receive()) {
            if (message.type() >>> 8 != SUBSYSTEM) {
                continue;
            }
            if ((message.type() & 0xff) == NEW_GENERATION) {
                foreign |= touched && !isOwn(message);
                touched = false;
            } else {
                ByteBuffer name = message.attribute(FAMILY_HEADER, TABLE);
                touched |= name != null && NetlinkReply.text(name).equals(table);
            }
        }
        return foreign;
    }

    // The kernel names the thread, not the process.
    private static boolean isOwn(NetlinkReply generation) {
        ByteBuffer thread = generation.attribute(FAMILY_HEADER, GENERATION_PROCESS);
        return thread != null
                && Files.exists(OWN_THREADS.resolve(Integer.toString(
                        thread.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0))));
    }

    @Override
    public void close() {
        socket.close();
    }
}
