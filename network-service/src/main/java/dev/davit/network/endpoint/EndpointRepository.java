package dev.davit.network.endpoint;

import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Endpoints, whose rows {@code SandboxStore} writes. */
public interface EndpointRepository extends Repository<EndpointRow, String> {

    /** Every one, leaving ones too. */
    List<EndpointRow> findAll();

    /** Those of all sandboxes that are not leaving. */
    @Query("select e from EndpointRow e where e.leaving = false order by e.interfaceName")
    List<EndpointRow> living();

    /** How many are in a network and stay. */
    @Query("select count(e) from EndpointRow e where e.networkId = :network and e.leaving = false")
    long countLiving(String network);

    /** Ends the leases of a network's leaving endpoints. */
    @Modifying
    @Query("delete from EndpointRow e where e.networkId = :network and e.leaving = true")
    int endLeaving(String network);
}
