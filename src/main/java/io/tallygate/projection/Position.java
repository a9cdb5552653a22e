package io.tallygate.projection;

/**
 * How far a projection has come.
 *
 * @param name the projection's name
 * @param version the version that made what is there; 0 if it is to be made anew
 * @param sequence all entries of the log up to this number are in it
 * @param head the number of the last entry of the log
 */
public record Position(String name, int version, long sequence, long head) {

    /** Entries of the log that are not in it yet. */
    public long lag() {
        return head - sequence;
    }
}
