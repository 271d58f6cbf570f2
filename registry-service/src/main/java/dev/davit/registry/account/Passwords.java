package dev.davit.registry.account;

import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.WhenAuthIsOn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Compares passwords. bcrypt is slow on purpose: what was right is remembered under a key of this process together with
 * the hash that it was right for, and only a few are computed at once.
 */
@Component
@WhenAuthIsOn
public class Passwords {

    private static final int LONGEST = 72; // bytes that bcrypt looks at
    private static final int SHORTEST = 8;
    private static final int REMEMBERED = 1024;

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();
    private final String nobody = hash(random());
    private final byte[] key = randomBytes();
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    private final Map<String, Boolean> right = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Accounts accounts;

    Passwords(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The account of this name if this is its password and it can be used now; takes as long if there is none. */
    public Optional<Account> login(String name, String password) {
        Optional<Account> account = accounts.find(name);
        boolean matches = matches(password, account.map(Account::secret).orElse(nobody));
        return account.filter(found -> matches && found.usable(Instant.now()));
    }

    private boolean matches(String password, String hash) {
        if (password.isEmpty() || password.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return false;
        }
        String remembered = HexFormat.of().formatHex(mac(hash + "\0" + password));
        synchronized (right) {
            if (right.containsKey(remembered)) {
                return true;
            }
        }
        cores.acquireUninterruptibly();
        try {
            if (!bcrypt.matches(password, hash)) {
                return false;
            }
        } finally {
            cores.release();
        }
        synchronized (right) {
            right.put(remembered, true);
        }
        return true;
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The hash to keep of a password that somebody chose. */
    String chosen(String password) {
        int length = password.getBytes(StandardCharsets.UTF_8).length;
        if (length < SHORTEST || length > LONGEST) {
            throw new BadInput("a password has " + SHORTEST + " to " + LONGEST + " bytes; this one has " + length);
        }
        return hash(password);
    }

    String hash(String password) {
        return String.valueOf(bcrypt.encode(password));
    }

    /** A password that nobody guesses. */
    static String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
