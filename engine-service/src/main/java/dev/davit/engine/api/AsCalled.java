package dev.davit.engine.api;

import dev.davit.engine.container.LiveContainer;
import dev.davit.platform.error.DavitException;
import java.util.function.Supplier;

/** Storage knows a container by its id; its failures are told with the name that the client called it by. */
final class AsCalled {

    private AsCalled() {}

    static <T> T as(String ref, LiveContainer container, Supplier<T> call) {
        try {
            return call.get();
        } catch (DavitException failure) {
            throw new DavitException(failure.kind(), failure.message().replace(container.id(), ref), failure);
        }
    }
}
