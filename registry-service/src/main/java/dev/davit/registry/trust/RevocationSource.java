package dev.davit.registry.trust;

import java.io.IOException;
import java.util.List;

/** Where it is said which certificates were revoked. What it answers is believed only if an authority signed it. */
public interface RevocationSource {

    /** The lists (CRLs) that are at hand. */
    List<byte[]> held() throws IOException;

    /** The list that is to be had at a URL of a certificate. */
    byte[] list(String url) throws IOException;

    /** What the server at a URL of a certificate answers to an OCSP request. */
    byte[] ask(String url, byte[] request) throws IOException;
}
