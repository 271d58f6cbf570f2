package dev.davit.storage.kernel;

import java.util.List;

/**
 * An overlay to mount.
 *
 * @param lowers folders of the layers, topmost first, of any number
 * @param upper the folder of its changes
 * @param work overlayfs' own folder, on the file system of {@code upper}
 * @param ephemeral mount it {@code volatile} where the kernel can (5.10): nothing of it is synced to the disk, for
 *     which each unmount otherwise waits, with whatever else the file system of {@code upper} has to write
 */
public record Overlay(List<String> lowers, String upper, String work, boolean ephemeral) {}
