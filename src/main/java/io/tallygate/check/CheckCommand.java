package io.tallygate.check;

import io.tallygate.event.Content;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.SchemaLoadException;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.schema.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;

/**
 * {@code gate check <file...>}: checks events by the schemas, as the gateway does when they come in. Nothing is started,
 * stored or sent. What depends on more than the event is not checked: whether its id was used before, which jobs are known.
 */
public final class CheckCommand {
    /** The word by which the program is asked for this. */
    public static final String NAME = "check";

    /** The exit code where the command cannot be understood, or something cannot be read. */
    private static final int UNUSABLE = 2;

    private static final String USAGE = """
            Usage: gate check [--schemas <directory>] [--json] <file...>

            Checks events as the gateway does when they come in: one JSON event a file, a JSON array of events, or one
            event a line. A file called - is standard input.

              --schemas <directory>  further schemas, as in TALLYGATE_SCHEMA_DIR
              --json                 the problems as JSON

            Exit code: 0 all are valid, 1 one is not, 2 usage, or a file or schema cannot be read.""";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * A command on these streams.
     *
     * @param out gets the report
     * @param err gets what keeps it from being made
     */
    public CheckCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs it.
     *
     * @param arguments what follows the command's name
     * @return the exit code: 0 all events are valid, 1 one is not, 2 usage, or something cannot be read
     */
    public int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.println(USAGE);
            out.flush();
            return 0;
        }
        try {
            return check(CheckOptions.parse(arguments));
        } catch (CheckOptions.UsageException | InvalidPathException e) {
            err.println("gate check: " + e.getMessage() + "\n\n" + USAGE);
        } catch (SchemaLoadException e) {
            err.println("gate check: a schema cannot be used: " + e.getMessage());
        }
        err.flush();
        return UNUSABLE;
    }

    private int check(CheckOptions options) {
        EventValidator validator = new EventValidator(SchemaCatalog.load(options.schemas()), ValidationLimits.DEFAULTS);
        CheckReport report = new CheckReport(options.json(), out);
        options.sources().forEach(source -> check(source, validator, report));
        return report.end();
    }

    private void check(String source, EventValidator validator, CheckReport report) {
        String name = source.equals("-") ? "(standard input)" : source;
        EventFile.Found found;
        try {
            found = EventFile.read(source, in);
        } catch (IOException | InvalidPathException e) {
            report.unreadable(name, String.valueOf(e.getMessage()));
            return;
        }
        if (found instanceof EventFile.Unreadable unreadable) {
            report.invalid(name, -1, unreadable.rejection());
        } else if (found instanceof EventFile.Events all) {
            int index = 0;
            for (Content event : all.events()) {
                Verdict verdict = validator.check(event, Optional.empty());
                if (verdict instanceof Verdict.Invalid refused) {
                    report.invalid(name, all.many() ? index : -1, refused.rejection());
                } else {
                    report.valid();
                }
                index++;
            }
        }
    }
}
