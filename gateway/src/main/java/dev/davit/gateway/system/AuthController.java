package dev.davit.gateway.system;

import dev.davit.contracts.storage.LoginApi;
import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.gateway.api.Body;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.api.Json;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code docker login}. */
@RestController
class AuthController {

    private final LoginApi registries;

    AuthController(LoginApi registries) {
        this.registries = registries;
    }

    @PostMapping("/auth")
    Map<String, @Nullable Object> login(Body body) {
        Fields fields = body.required("AuthConfig");
        RegistryAuth auth = new RegistryAuth(
                fields.textOrNull("username"),
                fields.textOrNull("password"),
                fields.textOrNull("identitytoken"),
                fields.textOrNull("registrytoken"),
                fields.textOrNull("serveraddress"));
        try {
            return Json.object()
                    .put("Status", "Login Succeeded")
                    .put("IdentityToken", registries.login(auth).identityToken())
                    .map();
        } catch (DavitException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND && failure.message().contains("No static resource")) {
                throw DavitException.notImplemented("trying credentials is not implemented by this storage service");
            }
            throw failure;
        }
    }
}
