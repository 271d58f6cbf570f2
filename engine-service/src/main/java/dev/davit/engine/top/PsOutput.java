package dev.davit.engine.top;

import dev.davit.contracts.engine.ProcessTable;
import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code ps} printed. */
final class PsOutput {

    private PsOutput() {}

    static ProcessTable parse(String output, Set<Integer> pids) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        List<String> titles = lines.isEmpty() ? List.of() : words(lines.getFirst(), Integer.MAX_VALUE);
        int column = titles.indexOf("PID");
        if (column < 0) {
            throw DavitException.internal("Couldn't find PID field in ps output", null);
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> row = words(line, titles.size()); // the last column is the command, spaces and all
            if (row.size() > column && pids.contains(number(row.get(column)))) {
                rows.add(row);
            }
        }
        return new ProcessTable(titles, rows);
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static List<String> words(String line, int columns) {
        int limit = columns == Integer.MAX_VALUE ? -1 : columns;
        return List.of(line.strip().split("\\s+", limit));
    }
}
