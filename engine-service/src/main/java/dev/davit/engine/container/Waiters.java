package dev.davit.engine.container;

import dev.davit.contracts.engine.ExitStatus;
import dev.davit.contracts.engine.WaitCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Who waits for a container. */
final class Waiters {

    private record Waiter(WaitCondition condition, CompletableFuture<ExitStatus> answer) {}

    private final List<Waiter> waiting = new ArrayList<>();

    CompletableFuture<ExitStatus> register(WaitCondition condition) {
        CompletableFuture<ExitStatus> answer = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.removeIf(waiter -> waiter.answer().isDone()); // whoever gave up
            waiting.add(new Waiter(condition, answer));
        }
        return answer;
    }

    void exited(ExitStatus status) {
        complete(waiter -> waiter.condition() != WaitCondition.REMOVED, status);
    }

    void removed(ExitStatus status) {
        complete(waiter -> true, status);
    }

    private void complete(Predicate<Waiter> which, ExitStatus status) {
        List<Waiter> done;
        synchronized (waiting) {
            done = waiting.stream().filter(which).toList();
            waiting.removeAll(done);
        }
        done.forEach(waiter -> waiter.answer().complete(status));
    }
}
