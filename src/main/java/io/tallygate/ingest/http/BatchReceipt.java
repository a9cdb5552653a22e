package io.tallygate.ingest.http;

import java.util.List;
import java.util.function.Predicate;

/**
 * What the sender of several events is told.
 *
 * @param accepted how many of them are in the audit log now
 * @param rejected how many of them are in quarantine
 * @param refused how many of them it may not send; they are not kept
 * @param undetermined how many of them must be sent again
 * @param results one receipt an event, in the order in which they were sent
 */
record BatchReceipt(int accepted, int rejected, int refused, int undetermined, List<Receipt> results) {

    static BatchReceipt of(List<Receipt> receipts) {
        int accepted = count(receipts, Receipt::isAccepted);
        int refused = count(receipts, Receipt::isRefused);
        int undetermined = count(receipts, Receipt::isUnsettled);
        return new BatchReceipt(
                accepted, receipts.size() - accepted - refused - undetermined, refused, undetermined, receipts);
    }

    private static int count(List<Receipt> receipts, Predicate<Receipt> which) {
        return (int) receipts.stream().filter(which).count();
    }
}
