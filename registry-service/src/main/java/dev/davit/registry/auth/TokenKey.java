package dev.davit.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.durability.Durability;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The key that signs the registry's tokens: made at the first start, one for all replicas of a database or file. */
@Component
@WhenAuthIsOn
class TokenKey {

    private static final String NAME = "token";

    private final ECKey key;

    TokenKey(AuthProperties properties, JdbcClient jdbc, TransactionTemplate transaction, Durability durability) {
        if (properties.keyFile() != null) {
            this.key = KeyFile.load(properties.keyFile());
            return;
        }
        this.key = parse(Objects.requireNonNull(transaction.execute(status -> load(jdbc))));
        durability.await();
    }

    private static String load(JdbcClient jdbc) {
        String sql = "select jwk from signing_keys where name = :name";
        return jdbc.sql(sql).param("name", NAME).query(String.class).optional().orElseGet(() -> {
            jdbc.sql("insert into signing_keys (name, jwk, created_at) values (:name, :jwk, :now)"
                            + " on conflict do nothing")
                    .param("name", NAME)
                    .param("jwk", generate())
                    .param("now", Instant.now().atOffset(ZoneOffset.UTC))
                    .update();
            return jdbc.sql(sql).param("name", NAME).query(String.class).single();
        });
    }

    private static String generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate()
                    .toJSONString();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ECKey parse(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException broken) {
            throw new IllegalStateException("the key in the table signing_keys is broken", broken);
        }
    }

    ECKey get() {
        return key;
    }
}
