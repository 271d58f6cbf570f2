package dev.davit.registry.account;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.Glob;
import dev.davit.registry.access.WhenAuthIsOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Makes the accounts that the configuration names, before anybody is served. */
@Component
@WhenAuthIsOn
class FirstAccounts implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAccounts.class);

    private final AccountProperties properties;
    private final Accounts accounts;
    private final Grants grants;
    private final Passwords passwords;

    FirstAccounts(AccountProperties properties, Accounts accounts, Grants grants, Passwords passwords) {
        this.properties = properties;
        this.accounts = accounts;
        this.grants = grants;
        this.passwords = passwords;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (properties.htpasswd() != null) {
            importUsers(properties.htpasswd());
        }
        boolean administered =
                grants.list().stream().anyMatch(grant -> grant.actions().contains(Action.ADMIN));
        if (properties.admin() != null && !administered) {
            makeAdmin(properties.admin());
        }
        if (accounts.list("", 1).isEmpty()) {
            LOG.warn("nobody has an account: set davit.registry.auth.admin and admin-password-file, or htpasswd");
        }
    }

    private void importUsers(Path file) {
        Htpasswd.parse(lines(file))
                .forEach((name, hash) -> accounts.create(new Account(name, Account.Kind.USER, hash, true, null)));
    }

    private void makeAdmin(String name) {
        if (properties.adminPasswordFile() == null) {
            throw new IllegalStateException("davit.registry.auth.admin needs davit.registry.auth.admin-password-file");
        }
        List<String> lines = lines(properties.adminPasswordFile());
        String hash = passwords.chosen(lines.isEmpty() ? "" : lines.getFirst());
        Account admin = new Account(Accounts.valid(name), Account.Kind.USER, hash, true, null);
        if (!accounts.create(admin)) {
            accounts.update(admin);
        }
        grants.put(new Grant(admin.subject(), Glob.parse("**"), EnumSet.allOf(Action.class)));
        LOG.info("{} is the first administrator", name);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file + ", which davit.registry.auth names", failure);
        }
    }
}
