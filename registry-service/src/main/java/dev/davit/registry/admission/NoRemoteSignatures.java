package dev.davit.registry.admission;

import dev.davit.registry.trust.Image;
import java.util.Optional;

/** Of a registry that has nothing from elsewhere. */
final class NoRemoteSignatures implements RemoteSignatures {

    @Override
    public boolean cover(String repository) {
        return false;
    }

    @Override
    public Image original(Image image) {
        return image;
    }

    @Override
    public Optional<String> fetch(Image image) {
        return Optional.empty();
    }

    @Override
    public Optional<String> fetchContent(Image holder) {
        return Optional.empty();
    }

    @Override
    public void used(Image holder) {}
}
