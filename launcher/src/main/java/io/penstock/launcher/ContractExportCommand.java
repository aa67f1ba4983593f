package io.penstock.launcher;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.contract.ContractDocuments;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the contract's documents into a folder. */
@Command(
        name = "export",
        description = {
            "Write the AsyncAPI document and the JSON Schemas that it refers to into a folder.",
            "",
            "Schemas of plug-ins of your own are among them if their jars carry some.",
            ""
        })
final class ContractExportCommand implements Callable<Integer> {
    private static final ObjectWriter WRITER = new JsonMapper()
            .writer(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The folder, made if need be; what is in it under the same names is replaced"
                    + " (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("contract");

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Folder with plug-in jars; may be absent (default: ${DEFAULT-VALUE}).")
    private Path plugins = Path.of("plugins");

    @Override
    public Integer call() {
        Map<String, JsonNode> documents = documents();
        try {
            for (Map.Entry<String, JsonNode> document : documents.entrySet()) {
                Path file = folder.resolve(document.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, WRITER.writeValueAsString(document.getValue()) + "\n");
            }
        } catch (IOException e) {
            throw CommandFailure.failed("the documents cannot be written: " + e);
        }
        documents.keySet().forEach(file -> System.out.println(folder.resolve(file)));
        return 0;
    }

    private Map<String, JsonNode> documents() {
        try {
            ContractDocuments found = ContractDocuments.find(plugins);
            Map<String, JsonNode> documents = new TreeMap<>();
            documents.put("asyncapi.json", found.asyncApi());
            found.schemas().forEach((name, schema) -> documents.put("schemas/" + name + ".json", schema));
            return documents;
        } catch (ConfigException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
