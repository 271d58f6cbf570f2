package dev.davit.network.endpoint;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Endpoints. */
public interface EndpointRepository extends Repository<EndpointRow, String> {

    /** Adds one; a taken address is a {@code DataIntegrityViolationException}. */
    EndpointRow save(EndpointRow row);

    /** Every one, leaving ones too. */
    List<EndpointRow> findAll();

    /** Those of a sandbox that are not leaving, in the order of their interfaces. */
    @Query("select e from EndpointRow e where e.sandboxId = :sandbox and e.leaving = false order by e.interfaceName")
    List<EndpointRow> living(String sandbox);

    /** Those of all sandboxes that are not leaving. */
    @Query("select e from EndpointRow e where e.leaving = false order by e.interfaceName")
    List<EndpointRow> living();

    /** Marks those of a sandbox as leaving. */
    @Modifying
    @Query("update EndpointRow e set e.leaving = true where e.sandboxId = :sandbox and e.leaving = false")
    int leave(String sandbox);

    /** Ends leases. */
    @Modifying
    @Query("delete from EndpointRow e where e.id in :ids")
    int end(Collection<String> ids);

    /** How many are in a network and stay. */
    @Query("select count(e) from EndpointRow e where e.networkId = :network and e.leaving = false")
    long countLiving(String network);

    /** Ends the leases of a network's leaving endpoints. */
    @Modifying
    @Query("delete from EndpointRow e where e.networkId = :network and e.leaving = true")
    int endLeaving(String network);
}
