package dev.davit.contracts.storage;

import java.util.List;

/**
 * An image or an index of images in a registry.
 *
 * @param mediaType of its manifest
 * @param digest {@code sha256:…}
 * @param size bytes of its manifest
 * @param platforms those it is for
 */
public record RemoteImage(String mediaType, String digest, long size, List<ImagePlatform> platforms) {

    /** A platform (OCI image-spec); empty where not said. */
    public record ImagePlatform(
            String os, String architecture, String variant, String osVersion, List<String> osFeatures) {}
}
