package dev.davit.storage.image;

import java.util.List;

class H2ImageStoreIT extends ImageStoreSuite {

    @Override
    List<String> database() {
        return List.of();
    }

    @Override
    String product() {
        return "H2";
    }
}
