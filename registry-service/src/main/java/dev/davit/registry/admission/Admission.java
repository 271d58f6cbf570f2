package dev.davit.registry.admission;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.Caller;
import dev.davit.registry.policy.Policies;
import dev.davit.registry.policy.Signed;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Reference;
import dev.davit.registry.reference.Tag;
import dev.davit.registry.trust.Image;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Holds repositories to signed content where their policy asks for it. What is pushed by digest can be signed, and only
 * then be tagged; the signature of an index is one of all that it lists.
 */
@Component
public class Admission {

    private static final Pattern SIGNATURE_TAG = Pattern.compile("sha256-[0-9a-f]{64}\\.(sig|att)");
    private static final int INDEXES = 50;
    private static final String PUSHED = "Push it by its digest, sign the digest, then tag it";
    private static final String FETCHED = "It has to be signed where it comes from";

    private final Policies policies;
    private final Signatures signatures;
    private final Inspector inspector;
    private final RemoteSignatures remote;
    private final Verdicts verdicts = new Verdicts();

    Admission(Policies policies, Signatures signatures, Inspector inspector, ObjectProvider<RemoteSignatures> remote) {
        this.policies = policies;
        this.signatures = signatures;
        this.inspector = inspector;
        this.remote = remote.getIfAvailable(NoRemoteSignatures::new);
    }

    /** Refuses to hand out what is not signed. Who may push reads it by its digest still: signing tools do. */
    public void checkPull(Caller caller, Reference reference, Image image) throws IOException {
        Optional<Signed> signed = policies.signed(image.repository());
        if (signed.isEmpty()
                || !signed.get().rule().asks("pull")
                || (reference instanceof Digest && maySign(caller, image, signed.get()))) {
            return;
        }
        Findings held = new Findings(false);
        if (mayGo(signed.get(), image, held)) {
            return;
        }
        if (!remote.cover(image.repository())) {
            throw refused(signed.get(), image, held, PUSHED);
        }
        Findings all = new Findings(true);
        if (!mayGo(signed.get(), image, all)) {
            throw refused(signed.get(), image, all, FETCHED);
        }
    }

    private boolean mayGo(Signed signed, Image image, Findings findings) throws IOException {
        if (isSigned(signed, image, findings)) {
            return true;
        }
        findings.ask(() -> remote.fetchContent(image));
        return inspector.holdsSignaturesOnly(image.repository(), inspector.manifest(image));
    }

    private boolean maySign(Caller caller, Image image, Signed signed) {
        return !Boolean.TRUE.equals(signed.rule().strict())
                && caller.may(Action.CREATE, image.repository())
                && !remote.cover(image.repository());
    }

    /** Refuses to make tags point at what is not signed, but for the tags at which cosign keeps signatures. */
    public void checkPush(Image image, byte[] manifest, List<Tag> tags) throws IOException {
        Optional<Signed> signed = policies.signed(image.repository());
        if (tags.isEmpty() || signed.isEmpty() || !signed.get().rule().asks("push")) {
            return;
        }
        Findings findings = new Findings(false);
        boolean keeps =
                tags.stream().allMatch(tag -> SIGNATURE_TAG.matcher(tag.name()).matches());
        if (!isSigned(signed.get(), image, findings)
                && !(keeps && inspector.holdsSignaturesOnly(image.repository(), manifest))) {
            throw refused(signed.get(), image, findings, PUSHED);
        }
    }

    // The image, or an index that leads to it, whatever the number of indexes between.
    private boolean isSigned(Signed signed, Image image, Findings findings) throws IOException {
        Set<Image> seen = new LinkedHashSet<>();
        Deque<Image> left = new ArrayDeque<>(List.of(image));
        while (!left.isEmpty() && seen.size() < INDEXES) {
            Image next = left.remove();
            if (seen.add(next)) {
                findings.ask(() -> remote.fetch(next));
                if (counts(signed, next, findings)) {
                    remote.used(next);
                    return true;
                }
                left.addAll(signatures.indexes(next));
            }
        }
        return false;
    }

    private boolean counts(Signed signed, Image image, Findings findings) throws IOException {
        Image original = remote.original(image);
        for (Image holder : signatures.of(image)) {
            Verdicts.Verdict verdict =
                    verdicts.of(signed.rule(), image, holder.digest(), () -> inspector.judge(signed, original, holder));
            if (verdict.counts()) {
                remote.used(holder);
                return true;
            }
            findings.add(holder.digest() + ": " + verdict.reason());
        }
        return false;
    }

    private static RegistryError refused(Signed signed, Image image, Findings findings, String advice) {
        return new RegistryError(
                403,
                ErrorCode.DENIED,
                image.repository() + "@" + image.digest() + " is not signed as the policy of " + signed.pattern()
                        + " asks: " + findings + ". " + advice);
    }
}
