package dev.davit.contracts.storage;

import java.util.Map;

/** The graph driver and its host: what {@code docker info} shows. */
public record StorageStatus(int images, String driver, Map<String, String> driverStatus, String root) {}
