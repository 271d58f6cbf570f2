package dev.davit.engine.host;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Lets tests of other packages see the host's cgroups. */
public final class TestLayouts {

    private TestLayouts() {}

    public static CgroupLayout host() {
        try {
            return new CgroupLayout();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
