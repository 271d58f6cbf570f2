package dev.davit.engine.bundle;

import dev.davit.contracts.engine.Security;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code --security-opt} says. */
record SecurityOptions(
        boolean noNewPrivileges, boolean unmasked, @Nullable String seccomp) {

    static SecurityOptions of(Security security) {
        boolean noNewPrivileges = false;
        boolean unmasked = false;
        String seccomp = null;
        for (String option : security.securityOptions()) {
            int split = split(option);
            String key = split < 0 ? option : option.substring(0, split);
            String value = split < 0 ? "" : option.substring(split + 1);
            switch (key) {
                case "no-new-privileges" -> noNewPrivileges = value.isEmpty() || value.equals("true");
                case "systempaths" -> unmasked = value.equals("unconfined");
                case "seccomp" -> seccomp = value;
                case "label", "apparmor", "writable-cgroups" -> {} // this platform has neither SELinux nor AppArmor
                default -> throw DavitException.invalid("invalid --security-opt 2: \"" + option + "\"");
            }
        }
        return new SecurityOptions(noNewPrivileges, unmasked, seccomp);
    }

    private static int split(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? option.indexOf(':') : equals;
    }

    /** The seccomp profile as JSON; null: none. */
    @Nullable String profile(SeccompRules rules, List<String> capabilities, boolean privileged) {
        if (seccomp == null || seccomp.equals("builtin")) {
            return privileged ? null : rules.profile(capabilities);
        }
        if (seccomp.equals("unconfined")) {
            return null;
        }
        String architecture = System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
        return SeccompProfile.translate(seccomp, Set.copyOf(capabilities), architecture);
    }
}
