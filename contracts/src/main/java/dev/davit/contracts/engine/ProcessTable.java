package dev.davit.contracts.engine;

import java.util.List;

/** Processes of a container, as {@code ps} shows them. */
public record ProcessTable(List<String> titles, List<List<String>> processes) {}
