package dev.davit.storage.distribution;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;

/** Tries credentials on the root of the distribution API. */
final class LoginCheck {

    private static final String HUB = "docker.io";

    private final Session session;
    private final Authorizer authorizer;

    LoginCheck(Session session, Authorizer authorizer) {
        this.session = session;
        this.authorizer = authorizer;
    }

    Login run(RegistryAuth auth) {
        Call call = Call.of("GET", session.uri("/v2/"));
        try (Answer answer = session.send(call)) {
            if (answer.status() != 200) {
                throw DavitException.internal(
                        "login attempt to " + call.uri() + " failed with status: "
                                + answer.statusLine().strip(),
                        null);
            }
            answer.discard();
        }
        String given = auth.identityToken();
        String fresh = authorizer.refreshToken();
        return new Login(fresh.isEmpty() && given != null ? given : fresh);
    }

    /** The host in a server address, which clients write as host, as URL, or with the path of an API long gone. */
    static String host(RegistryAuth auth) {
        String address = auth.serverAddress();
        if (address == null || address.isBlank()) {
            return HUB;
        }
        String bare = address.strip().replaceFirst("^https?://", "");
        int path = bare.indexOf('/');
        return path < 0 ? bare : bare.substring(0, path);
    }
}
