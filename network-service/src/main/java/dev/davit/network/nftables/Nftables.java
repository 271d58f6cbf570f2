package dev.davit.network.nftables;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** libnftables in this process (libnftables(3)). One transaction at a time. */
@Component
@Lazy
public final class Nftables {

    private static final String LIBRARY = "libnftables.so.1";

    private final MethodHandle run;
    private final MethodHandle error;
    private final MethodHandle output;
    private final MemorySegment context;

    /** Loads the library and opens its socket in the calling thread's network namespace. */
    public Nftables() {
        SymbolLookup library = load();
        Linker linker = Linker.nativeLinker();
        MethodHandle create = handle(linker, library, "nft_ctx_new", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        MethodHandle bufferOutput =
                handle(linker, library, "nft_ctx_buffer_output", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        MethodHandle bufferError =
                handle(linker, library, "nft_ctx_buffer_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        run = handle(linker, library, "nft_run_cmd_from_buffer", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        error = handle(linker, library, "nft_ctx_get_error_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        output = handle(linker, library, "nft_ctx_get_output_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        context = call(() -> (MemorySegment) create.invokeExact(0));
        int failed = call(() -> (int) bufferOutput.invokeExact(context) + (int) bufferError.invokeExact(context));
        if (failed != 0) {
            throw new IllegalStateException("libnftables gives no buffers");
        }
    }

    /** Runs commands, all or none, and gives what they print. */
    public synchronized String run(String commands) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(commands);
            int status = call(() -> (int) run.invokeExact(context, text));
            String printed = text(call(() -> (MemorySegment) output.invokeExact(context)));
            String refused = text(call(() -> (MemorySegment) error.invokeExact(context)));
            if (status != 0) {
                throw new NftablesException(refused.strip());
            }
            return printed;
        }
    }

    private static SymbolLookup load() {
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException absent) {
            throw new IllegalStateException(LIBRARY + " is not on this host; install the package libnftables1", absent);
        }
    }

    private static MethodHandle handle(
            Linker linker, SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return linker.downcallHandle(library.findOrThrow(name), descriptor);
    }

    private static String text(@Nullable MemorySegment pointer) {
        return pointer == null || pointer.equals(MemorySegment.NULL)
                ? ""
                : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws Throwable;
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
