package dev.davit.registry.account;

import dev.davit.registry.access.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Files of Apache's {@code htpasswd -B}. */
final class Htpasswd {

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(?:0[4-9]|1[0-4])\\$[./0-9A-Za-z]{53}");

    private Htpasswd() {}

    /** Hashes by user name. */
    static Map<String, String> parse(List<String> lines) {
        Map<String, String> users = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 0 || !BCRYPT.matcher(line.substring(colon + 1)).matches()) {
                throw new BadInput("htpasswd line " + (i + 1) + ": not name:bcrypt hash"
                        + " (make it with htpasswd -B; the cost is at most 14)");
            }
            users.put(Accounts.valid(line.substring(0, colon)), line.substring(colon + 1));
        }
        return users;
    }
}
