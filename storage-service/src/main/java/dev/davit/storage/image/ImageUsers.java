package dev.davit.storage.image;

import java.util.List;
import java.util.Set;

/** Who stands on images: the containers' snapshots. */
public interface ImageUsers {

    /** Ids of the containers made of an image. */
    List<String> containers(String imageId);

    /** Whether a container runs. */
    boolean running(String container);

    /** Images that some container is made of. */
    Set<String> images();

    /** Diff ids of the layers that some container stands on. */
    Set<String> layers();
}
