package dev.davit.registry.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.impl.auth.AuthChallengeParser;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.ParserCursor;

/**
 * How an upstream wants to be told who we are.
 *
 * @param realm where tokens are had; empty: the password itself is wanted
 * @param service for which a token is
 */
record Challenge(String realm, String service) {

    /** The one that we can answer, a token before a password. */
    static Optional<Challenge> of(Reply reply) {
        List<AuthChallenge> challenges = new ArrayList<>();
        for (String header : reply.headers("WWW-Authenticate")) {
            try {
                challenges.addAll(AuthChallengeParser.INSTANCE.parse(
                        ChallengeType.TARGET, header, new ParserCursor(0, header.length())));
            } catch (ParseException malformed) {
                // perhaps another header is better
            }
        }
        return challenges.stream()
                .filter(challenge -> is(challenge, "bearer")
                        && !parameter(challenge, "realm").isEmpty())
                .map(challenge -> new Challenge(parameter(challenge, "realm"), parameter(challenge, "service")))
                .findFirst()
                .or(() -> challenges.stream()
                        .filter(challenge -> is(challenge, "basic"))
                        .map(challenge -> new Challenge("", ""))
                        .findFirst());
    }

    private static boolean is(AuthChallenge challenge, String scheme) {
        return challenge.getSchemeName().toLowerCase(Locale.ROOT).equals(scheme);
    }

    private static String parameter(AuthChallenge challenge, String name) {
        List<NameValuePair> parameters = challenge.getParams() == null ? List.of() : challenge.getParams();
        return parameters.stream()
                .filter(parameter -> parameter.getName().equalsIgnoreCase(name) && parameter.getValue() != null)
                .map(NameValuePair::getValue)
                .findFirst()
                .orElse("");
    }
}
