/** The network contract: networks and container sandboxes of one host. */
@NullMarked
package dev.davit.contracts.network;

import org.jspecify.annotations.NullMarked;
