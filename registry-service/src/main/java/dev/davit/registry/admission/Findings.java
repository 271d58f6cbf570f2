package dev.davit.registry.admission;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why an image is not signed, as far as one has looked. */
final class Findings {

    private static final int SAID = 5;

    private final List<String> reasons = new ArrayList<>();
    private boolean asks;
    private String failure = "";

    /** {@code asks}: what is elsewhere is fetched. */
    Findings(boolean asks) {
        this.asks = asks;
    }

    /** Fetches; why that failed, as {@link RemoteSignatures} says it. */
    interface Question {
        Optional<String> ask() throws IOException;
    }

    /** Who could not answer is asked no more: each time may take long. */
    void ask(Question question) throws IOException {
        if (asks) {
            failure = question.ask().orElse("");
            asks = failure.isEmpty();
        }
    }

    void add(String reason) {
        reasons.add(reason);
    }

    @Override
    public String toString() {
        String found = reasons.isEmpty()
                ? "there is no signature of it"
                : "of its signatures none counts ("
                        + String.join("; ", reasons.subList(0, Math.min(SAID, reasons.size()))) + ")";
        return failure.isEmpty() ? found : found + ", and whether there are others is not known: " + failure;
    }
}
