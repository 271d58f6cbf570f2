package dev.davit.registry.hash;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.davit.registry.reference.Digest;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The message digests of OpenSSL 3, {@code EVP_Digest…(3)}. */
final class OpenSsl {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSsl.class);
    private static final Optional<OpenSsl> LIBRARY = load();

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup symbols = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
    private final MethodHandle create = bind("EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS));
    private final MethodHandle free = bind("EVP_MD_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
    private final MethodHandle sha256 = bind("EVP_sha256", FunctionDescriptor.of(ADDRESS));
    private final MethodHandle sha512 = bind("EVP_sha512", FunctionDescriptor.of(ADDRESS));
    private final MethodHandle init =
            bind("EVP_DigestInit_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    // Critical: works on the array in place. A buffer takes some 70 µs, for which no collection can begin.
    private final MethodHandle update = bind(
            "EVP_DigestUpdate",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
            Linker.Option.critical(true));
    private final MethodHandle copy = bind("EVP_MD_CTX_copy_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private final MethodHandle end =
            bind("EVP_DigestFinal_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

    private OpenSsl() {}

    private static Optional<OpenSsl> load() {
        try {
            return Optional.of(new OpenSsl());
        } catch (IllegalArgumentException | IllegalCallerException absent) {
            LOG.info("without OpenSSL 3, digests are computed by the JDK: {}", absent.getMessage());
            return Optional.empty();
        }
    }

    private MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... options) {
        return linker.downcallHandle(
                symbols.find(name).orElseThrow(() -> new IllegalArgumentException("no " + name)), type, options);
    }

    static boolean present() {
        return LIBRARY.isPresent();
    }

    /** A context that has taken in nothing. */
    static MemorySegment begin(Digest.Algorithm algorithm) {
        OpenSsl ssl = LIBRARY.orElseThrow();
        return call(() -> {
            MethodHandle type = algorithm == Digest.Algorithm.SHA256 ? ssl.sha256 : ssl.sha512;
            MemorySegment context = (MemorySegment) ssl.create.invokeExact();
            check((int) ssl.init.invokeExact(context, (MemorySegment) type.invokeExact(), MemorySegment.NULL));
            return context;
        });
    }

    static void update(MemorySegment context, MemorySegment bytes) {
        OpenSsl ssl = LIBRARY.orElseThrow();
        call(() -> check((int) ssl.update.invokeExact(context, bytes, bytes.byteSize())));
    }

    /** The digest of what the context has taken in; it can take in more. */
    static byte[] digest(MemorySegment context, Digest.Algorithm algorithm) {
        OpenSsl ssl = LIBRARY.orElseThrow();
        MemorySegment last = begin(algorithm);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(64);
            call(() -> check((int) ssl.copy.invokeExact(last, context)));
            call(() -> check((int) ssl.end.invokeExact(last, result, MemorySegment.NULL)));
            return result.asSlice(0, algorithm == Digest.Algorithm.SHA256 ? 32 : 64)
                    .toArray(JAVA_BYTE);
        } finally {
            free(last);
        }
    }

    static void free(MemorySegment context) {
        OpenSsl ssl = LIBRARY.orElseThrow();
        call(() -> {
            ssl.free.invokeExact(context);
            return true;
        });
    }

    private static boolean check(int result) {
        if (result != 1) {
            throw new IllegalStateException("OpenSSL failed to compute a digest");
        }
        return true;
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible); // a downcall declares it and throws none
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws Throwable;
    }
}
