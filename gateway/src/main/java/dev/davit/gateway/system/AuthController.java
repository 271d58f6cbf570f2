package dev.davit.gateway.system;

import dev.davit.contracts.storage.LoginApi;
import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.gateway.api.Body;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.api.Json;
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
        return Json.object()
                .put("Status", "Login Succeeded")
                .put("IdentityToken", registries.login(auth).identityToken())
                .map();
    }
}
