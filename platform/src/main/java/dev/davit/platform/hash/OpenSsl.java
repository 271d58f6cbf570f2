package dev.davit.platform.hash;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The message digests of OpenSSL 3: EVP_DigestInit(3). */
final class OpenSsl {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSsl.class);
    private static final @Nullable OpenSsl LIBRARY = load();

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup symbols = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
    private final MethodHandle create = bind("EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS));
    private final MethodHandle free = bind("EVP_MD_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
    private final MethodHandle sha256 = bind("EVP_sha256", FunctionDescriptor.of(ADDRESS));
    private final MethodHandle sha512 = bind("EVP_sha512", FunctionDescriptor.of(ADDRESS));
    private final MethodHandle init =
            bind("EVP_DigestInit_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    // Critical: reads the array where it is, and no collection can begin meanwhile. So pieces are kept small.
    private final MethodHandle update = bind(
            "EVP_DigestUpdate",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
            Linker.Option.critical(true));
    private final MethodHandle finish =
            bind("EVP_DigestFinal_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

    private final MethodHandle copy = bind("EVP_MD_CTX_copy_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    private OpenSsl() {}

    private static @Nullable OpenSsl load() {
        try {
            return new OpenSsl();
        } catch (IllegalArgumentException | IllegalCallerException absent) {
            LOG.info("without OpenSSL 3, digests are computed by the JDK: {}", absent.getMessage());
            return null;
        }
    }

    private MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... options) {
        return linker.downcallHandle(
                symbols.find(name).orElseThrow(() -> new IllegalArgumentException("no " + name)), type, options);
    }

    static boolean present() {
        return LIBRARY != null;
    }

    private static OpenSsl library() {
        if (LIBRARY == null) {
            throw new IllegalStateException("no OpenSSL 3");
        }
        return LIBRARY;
    }

    /** A context without an algorithm; to be freed. */
    static MemorySegment create() {
        OpenSsl ssl = library();
        try {
            MemorySegment context = (MemorySegment) ssl.create.invokeExact();
            check(context.address() != 0);
            return context;
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /** Begins anew. */
    static void begin(MemorySegment context, String algorithm) {
        OpenSsl ssl = library();
        MethodHandle type = algorithm.equals("SHA-512") ? ssl.sha512 : ssl.sha256;
        try {
            MemorySegment method = (MemorySegment) type.invokeExact();
            check((int) ssl.init.invokeExact(context, method, MemorySegment.NULL) == 1);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /** Makes {@code to} what {@code from} is. */
    static void copy(MemorySegment to, MemorySegment from) {
        OpenSsl ssl = library();
        try {
            check((int) ssl.copy.invokeExact(to, from) == 1);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    static void update(MemorySegment context, byte[] bytes, int offset, int length) {
        OpenSsl ssl = library();
        MemorySegment piece = MemorySegment.ofArray(bytes).asSlice(offset, length);
        try {
            check((int) ssl.update.invokeExact(context, piece, (long) length) == 1);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /** The digest; the context must begin anew. */
    static byte[] finish(MemorySegment context, int length) {
        OpenSsl ssl = library();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(length);
            check((int) ssl.finish.invokeExact(context, result, MemorySegment.NULL) == 1);
            return result.toArray(JAVA_BYTE);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    static void free(MemorySegment context) {
        OpenSsl ssl = library();
        try {
            ssl.free.invokeExact(context);
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    private static void check(boolean success) {
        if (!success) {
            throw new IllegalStateException("OpenSSL failed to compute a digest");
        }
    }

    /** A downcall declares Throwable and throws none of its own. */
    private static RuntimeException failed(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
    }
}
