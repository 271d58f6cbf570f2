package dev.davit.storage.distribution;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What went wrong on the network, in the words of Go's standard library, which dockerd passes on. */
final class NetworkErrors {

    private NetworkErrors() {}

    /** {@code Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused}. */
    static String describe(String method, URI uri, IOException failure) {
        return prefix(method, uri) + cause(uri, failure);
    }

    /** {@code Get "http://localhost:5000/v2/": }. */
    static String prefix(String method, URI uri) {
        String verb = method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
        return verb + " " + Quoted.of(uri.toString()) + ": ";
    }

    private static String cause(URI uri, IOException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return "context canceled";
        }
        if (failure instanceof UnknownHostException) {
            return "dial tcp: lookup " + uri.getHost() + ": no such host";
        }
        if (failure instanceof ConnectTimeoutException) {
            return dial(uri) + "i/o timeout";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return dial(uri) + "connect: " + connect(failure);
        }
        if (failure instanceof SSLException handshake) {
            return tls(uri, handshake);
        }
        if (failure instanceof SocketTimeoutException) {
            return "net/http: timeout awaiting response headers";
        }
        if (failure instanceof NoHttpResponseException || failure instanceof ConnectionClosedException) {
            return "EOF";
        }
        return message(failure);
    }

    private static String dial(URI uri) {
        return Hosts.address(uri).map(address -> "dial tcp " + address + ": ").orElse("dial tcp: ");
    }

    private static String connect(IOException failure) {
        String message = message(failure).toLowerCase(Locale.ROOT);
        if (message.contains("no route to host") || failure instanceof NoRouteToHostException) {
            return "no route to host";
        }
        return message.contains("network is unreachable") ? "network is unreachable" : "connection refused";
    }

    private static String tls(URI uri, SSLException failure) {
        String unverified = "tls: failed to verify certificate: x509: ";
        if (failure instanceof SSLPeerUnverifiedException) {
            return unverified + "certificate is not valid for " + uri.getHost();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return unverified + "certificate has expired or is not yet valid";
            }
            if (cause instanceof CertPathValidatorException || message(cause).contains("unable to find valid")) {
                return unverified + "certificate signed by unknown authority";
            }
        }
        if (message(failure).contains("Unsupported or unrecognized SSL message")) {
            return "http: server gave HTTP response to HTTPS client";
        }
        return "tls: " + message(failure);
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
