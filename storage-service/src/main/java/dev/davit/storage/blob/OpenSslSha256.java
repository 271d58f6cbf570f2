package dev.davit.storage.blob;

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
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** SHA-256 by OpenSSL 3, {@code EVP_Digest…(3)}. */
final class OpenSslSha256 extends Sha256 {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final int SIZE = 32;
    private static final @Nullable Functions FUNCTIONS = Functions.load();

    private final Functions functions;
    private final MemorySegment context;
    private final Cleaner.Cleanable freeing;

    OpenSslSha256() {
        Functions loaded = FUNCTIONS;
        if (loaded == null) {
            throw new IllegalStateException("this host has no OpenSSL 3");
        }
        functions = loaded;
        MemorySegment made = loaded.begin();
        context = made;
        freeing = CLEANER.register(this, () -> loaded.free(made)); // also of a transfer that was given up
    }

    static boolean available() {
        return FUNCTIONS != null;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        functions.update(context, MemorySegment.ofArray(bytes).asSlice(offset, length));
    }

    @Override
    byte[] end() {
        byte[] digest = functions.end(context);
        freeing.clean();
        return digest;
    }

    private record Functions(
            MethodHandle create,
            MethodHandle free,
            MethodHandle init,
            MethodHandle update,
            MethodHandle end,
            MemorySegment algorithm) {

        static @Nullable Functions load() {
            try {
                SymbolLookup library = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
                MethodHandle algorithm = bind(library, "EVP_sha256", FunctionDescriptor.of(ADDRESS));
                return new Functions(
                        bind(library, "EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS)),
                        bind(library, "EVP_MD_CTX_free", FunctionDescriptor.ofVoid(ADDRESS)),
                        bind(library, "EVP_DigestInit_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
                        // Straight from the heap: it computes only, and the collector waits microseconds.
                        bind(
                                library,
                                "EVP_DigestUpdate",
                                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
                                Linker.Option.critical(true)),
                        bind(library, "EVP_DigestFinal_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
                        (MemorySegment) algorithm.invokeExact());
            } catch (Throwable absent) {
                return null;
            }
        }

        private static MethodHandle bind(
                SymbolLookup library, String name, FunctionDescriptor shape, Linker.Option... options) {
            return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), shape, options);
        }

        MemorySegment begin() {
            try {
                MemorySegment context = (MemorySegment) create.invokeExact();
                succeeded((int) init.invokeExact(context, algorithm, MemorySegment.NULL));
                return context;
            } catch (Throwable failure) {
                throw failed(failure);
            }
        }

        void update(MemorySegment context, MemorySegment bytes) {
            try {
                succeeded((int) update.invokeExact(context, bytes, bytes.byteSize()));
            } catch (Throwable failure) {
                throw failed(failure);
            }
        }

        byte[] end(MemorySegment context) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment digest = arena.allocate(SIZE);
                succeeded((int) end.invokeExact(context, digest, MemorySegment.NULL));
                return digest.toArray(JAVA_BYTE);
            } catch (Throwable failure) {
                throw failed(failure);
            }
        }

        void free(MemorySegment context) {
            try {
                free.invokeExact(context);
            } catch (Throwable failure) {
                throw failed(failure);
            }
        }

        private static void succeeded(int result) {
            if (result != 1) {
                throw new IllegalStateException("OpenSSL cannot hash");
            }
        }

        private static IllegalStateException failed(Throwable failure) {
            return new IllegalStateException("OpenSSL cannot hash", failure);
        }
    }
}
