package io.tallygate.model;

import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.SchemaLoadException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code gate schema <type>}: writes the JSON Schema of a model. Nothing is started. */
public final class SchemaCommand {
    /** The word by which the program is asked for this. */
    public static final String NAME = "schema";

    private static final int UNUSABLE = 2;

    private static final String USAGE = """
            Usage: gate schema <type> [--version <version>] [--form validation|serialization] [-o <file>]
                               [--schemas <directory>]

            Writes the JSON Schema of an event type.

              --version <version>    the newest if it is not given
              --form <form>          validation, as if it were not given: what has a default may be absent;
                                     serialization: it is required
              -o <file>              to that file instead of standard output; what is there is overwritten
              --schemas <directory>  further schemas, as in TALLYGATE_SCHEMA_DIR

            Exit code: 0 written, 2 usage, or there is no such schema, or it cannot be written.""";

    private final PrintStream out;
    private final PrintStream err;

    /**
     * A command on these streams.
     *
     * @param out gets the schema
     * @param err gets what keeps it from being written
     */
    public SchemaCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs it.
     *
     * @param arguments what follows the command's name
     * @return the exit code: 0 written, 2 usage, or there is no such schema, or it cannot be written
     */
    public int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.println(USAGE);
            out.flush();
            return 0;
        }
        try {
            SchemaOptions options = SchemaOptions.parse(arguments);
            write(schema(options), options.output());
            return 0;
        } catch (SchemaOptions.UsageException | InvalidPathException e) {
            err.println("gate schema: " + e.getMessage() + "\n\n" + USAGE);
        } catch (SchemaLoadException e) {
            err.println("gate schema: " + e.getMessage());
        } catch (IOException e) {
            err.println("gate schema: cannot write: " + e);
        }
        return UNUSABLE;
    }

    private static String schema(SchemaOptions options) throws SchemaOptions.UsageException {
        SchemaCatalog catalog = SchemaCatalog.load(options.schemas());
        List<String> versions = catalog.versions(options.type());
        if (versions.isEmpty()) {
            throw new SchemaOptions.UsageException(
                    "the type \"" + options.type() + "\" is not known; known: " + String.join(", ", catalog.types()));
        }
        String version = options.version().orElse(versions.get(versions.size() - 1));
        if (!versions.contains(version)) {
            throw new SchemaOptions.UsageException("the version \"" + version + "\" of " + options.type()
                    + " is not known; known: " + String.join(", ", versions));
        }
        return ModelSchema.of(catalog, options.type(), version, options.form());
    }

    private void write(String schema, Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            Files.writeString(file.get(), schema);
            return;
        }
        out.write(schema.getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (out.checkError()) {
            throw new IOException("standard output is closed");
        }
    }
}
