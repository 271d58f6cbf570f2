package dev.davit.storage.distribution;

import dev.davit.contracts.storage.DistributionApi;
import dev.davit.contracts.storage.LoginApi;
import dev.davit.contracts.storage.LoginResult;
import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.contracts.storage.RemoteImage;
import dev.davit.contracts.storage.RemoteImage.ImagePlatform;
import dev.davit.storage.reference.Reference;
import org.springframework.web.bind.annotation.RestController;

/** Questions to registries over HTTP. */
@RestController
class RegistriesController implements LoginApi, DistributionApi {

    private final RegistryClients registries;

    RegistriesController(RegistryClients registries) {
        this.registries = registries;
    }

    @Override
    public LoginResult login(RegistryAuth auth) {
        return new LoginResult(registries.check(auth).identityToken());
    }

    @Override
    public RemoteImage inspect(String ref, RegistryAuth auth) {
        Reference name = Reference.parse(ref).tagged();
        String digest = name.digest();
        Inspection found = registries
                .open(name.domain(), name.path(), auth, Access.INSPECT)
                .inspect(digest == null ? String.valueOf(name.tag()) : digest);
        Descriptor manifest = found.descriptor();
        return new RemoteImage(
                manifest.mediaType(),
                manifest.digest(),
                manifest.size(),
                found.platforms().stream().map(RegistriesController::platform).toList());
    }

    private static ImagePlatform platform(Platform platform) {
        return new ImagePlatform(
                platform.os(),
                platform.architecture(),
                platform.variant(),
                platform.osVersion(),
                platform.osFeatures());
    }
}
