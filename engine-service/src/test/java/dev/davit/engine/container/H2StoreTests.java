package dev.davit.engine.container;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "spring.datasource.url=jdbc:h2:mem:store;LOCK_TIMEOUT=10000")
@Execution(ExecutionMode.SAME_THREAD)
class H2StoreTests extends StoreContract {}
