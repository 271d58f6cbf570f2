package dev.davit.network.network;

import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Networks. */
interface NetworkRepository extends Repository<NetworkRow, String> {

    NetworkRow save(NetworkRow row);

    @Query("select n from NetworkRow n order by n.created, n.name")
    List<NetworkRow> all();

    @Modifying
    @Query("delete from NetworkRow n where n.id = :id")
    int remove(String id);
}
