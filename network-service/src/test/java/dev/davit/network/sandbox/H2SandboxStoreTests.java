package dev.davit.network.sandbox;

import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:sandboxes;DB_CLOSE_DELAY=-1")
class H2SandboxStoreTests extends SandboxStoreSuite {}
