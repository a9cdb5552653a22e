package io.tallygate.evolution;

import java.util.List;

/** Whether everything that one schema accepts is accepted by another. */
public sealed interface CompatibilityVerdict {

    /** The name in the API. */
    String label();

    /** It is, which was proved. */
    record Compatible() implements CompatibilityVerdict {
        @Override
        public String label() {
            return "compatible";
        }
    }

    /**
     * It is not, which was shown.
     *
     * @param breakages at least one, each with its counter-example; there may be more than were looked for
     */
    record Incompatible(List<Breakage> breakages) implements CompatibilityVerdict {
        public Incompatible {
            breakages = List.copyOf(breakages);
        }

        @Override
        public String label() {
            return "incompatible";
        }
    }

    /**
     * Neither was proved nor shown.
     *
     * @param questions what is open, at least one
     */
    record Unknown(List<OpenQuestion> questions) implements CompatibilityVerdict {
        public Unknown {
            questions = List.copyOf(questions);
        }

        @Override
        public String label() {
            return "unknown";
        }
    }
}
