package dev.davit.registry.trust;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;
import tools.jackson.dataformat.cbor.CBORParser;

/** notation's {@code application/cose}: a COSE_Sign1 (RFC 9052). */
final class CoseEnvelope {

    private static final int SIGN1 = 18;
    // Labels of headers, which the reader makes texts of.
    private static final String ALGORITHM = "1";
    private static final String CRITICAL = "2";
    private static final String CONTENT_TYPE = "3";
    private static final String CHAIN = "33";

    private static final CBORMapper CBOR = CBORMapper.builder(CBORFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CoseEnvelope() {}

    static NotationSignature parse(byte[] content) throws Untrusted {
        try {
            JsonNode envelope = sign1(content);
            byte[] head = bytes(envelope.get(0));
            byte[] payload = bytes(envelope.get(2));
            JsonNode header = CBOR.readTree(head);
            JsonNode timestamp = envelope.get(1).get(NotationSignature.TIMESTAMP);
            return new NotationSignature(
                    algorithm(header.path(ALGORITHM)),
                    chain(envelope.get(1).path(CHAIN)),
                    signed(head, payload),
                    bytes(envelope.get(3)),
                    timestamp == null ? null : bytes(timestamp),
                    new NotationSignature.Attributes(
                            Json.text(header, CONTENT_TYPE),
                            Json.text(header, NotationSignature.SCHEME),
                            time(header, NotationSignature.TIME),
                            time(header, NotationSignature.AUTHENTIC_TIME),
                            time(header, NotationSignature.EXPIRY)),
                    critical(header.path(CRITICAL)),
                    payload);
        } catch (JacksonException malformed) {
            throw new Untrusted("it is no CBOR: " + malformed.getOriginalMessage());
        }
    }

    private static JsonNode sign1(byte[] content) throws Untrusted {
        try (CBORParser parser = (CBORParser) CBOR.createParser(content)) {
            parser.nextToken();
            if (parser.getCurrentTag() != SIGN1) {
                throw new Untrusted("it is no COSE_Sign1");
            }
        }
        JsonNode envelope = CBOR.readTree(content);
        if (!envelope.isArray() || envelope.size() != 4 || !envelope.get(1).isObject()) {
            throw new Untrusted("it is no COSE_Sign1");
        }
        return envelope;
    }

    private static NotationAlgorithm algorithm(JsonNode label) throws Untrusted {
        if (!label.isInt()) {
            throw new Untrusted("it names no algorithm");
        }
        return NotationAlgorithm.ofCose(label.intValue());
    }

    private static byte[] bytes(JsonNode node) throws Untrusted {
        if (!node.isBinary()) {
            throw new Untrusted("a part of it is no byte string");
        }
        return node.binaryValue();
    }

    private static byte[] signed(byte[] head, byte[] payload) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        try (JsonGenerator generator = CBOR.createGenerator(signed)) {
            generator.writeStartArray(signed, 4);
            generator.writeString("Signature1");
            generator.writeBinary(head);
            generator.writeBinary(new byte[0]);
            generator.writeBinary(payload);
            generator.writeEndArray();
        }
        return signed.toByteArray();
    }

    private static List<byte[]> chain(JsonNode certificates) throws Untrusted {
        if (certificates.isBinary()) {
            return List.of(certificates.binaryValue());
        }
        List<byte[]> chain = new ArrayList<>();
        for (JsonNode certificate : certificates) {
            chain.add(bytes(certificate));
        }
        return chain;
    }

    private static Set<String> critical(JsonNode names) {
        Set<String> critical = new HashSet<>();
        names.forEach(name -> critical.add(name.isString() ? name.stringValue() : name.toString()));
        return critical;
    }

    private static @Nullable Instant time(JsonNode header, String name) throws Untrusted {
        JsonNode time = header.get(name);
        if (time == null) {
            return null;
        }
        try {
            if (time.isIntegralNumber() && time.canConvertToLong()) {
                return Instant.ofEpochSecond(time.longValue());
            }
        } catch (DateTimeException malformed) {
            throw new Untrusted("its " + name + " is no time");
        }
        throw new Untrusted("its " + name + " is no time");
    }
}
