package peer;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/** A row; the database adds when it came. */
@Entity
public class Event extends PanacheEntityBase {
    @Id
    public UUID id;

    public String type;

    public String body;
}
