package dev.davit.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key of ES256 in a file: its two halves in PEM, as openssl writes them. */
final class KeyFile {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final String SETTING = "davit.registry.auth.key-file: ";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private KeyFile() {}

    /** The key of the file, which is made if there is none. */
    static ECKey load(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                LOG.warn("{}{} can be read by others than its owner: who reads it can make tokens", SETTING, file);
            }
            return parse(Files.readString(file));
        } catch (IOException | UnsupportedOperationException failure) {
            throw new IllegalStateException(SETTING + "cannot read or make " + file, failure);
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException wrong) {
            throw new IllegalStateException(
                    SETTING + file + " has to hold a PRIVATE KEY (PKCS #8) and its PUBLIC KEY, of ECDSA P-256, in PEM",
                    wrong);
        }
    }

    // Replicas that start together agree on the one whose link comes first.
    private static void create(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER));
        try {
            Files.writeString(draft, generate(), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException other) {
            LOG.debug("{} was made meanwhile", file);
        } finally {
            Files.delete(draft);
        }
    }

    private static String generate() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).generate();
            return pem("PRIVATE KEY", key.toECPrivateKey().getEncoded())
                    + pem("PUBLIC KEY", key.toECPublicKey().getEncoded());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String label, byte[] content) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(content) + "\n-----END " + label + "-----\n";
    }

    private static ECKey parse(String text) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("EC");
        ECPublicKey open = (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(block(text, "PUBLIC KEY")));
        ECPrivateKey secret =
                (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(block(text, "PRIVATE KEY")));
        ECKey key = new ECKey.Builder(Curve.P_256, open)
                .privateKey(secret)
                .keyID(UUID.nameUUIDFromBytes(open.getEncoded()).toString())
                .build();
        checkHalves(key);
        return key;
    }

    private static void checkHalves(ECKey key) throws GeneralSecurityException {
        byte[] text = {1};
        Signature signer = Signature.getInstance("SHA256withECDSA");
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        try {
            signer.initSign(key.toECPrivateKey());
            verifier.initVerify(key.toECPublicKey());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        signer.update(text);
        verifier.update(text);
        if (!verifier.verify(signer.sign())) {
            throw new IllegalArgumentException("the two halves are of different keys");
        }
    }

    private static byte[] block(String text, String label) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
                .matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("there is no " + label);
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }
}
