/**
 * tfjs's binding loads a graph with TensorFlow's default session and has no way to ask for another. This one change has it take
 * the session's ConfigProto (tensorflow/core/protobuf/config.proto) from a file beside the graph, where there is one.
 */
const anchor = '  TF_Session *session = TF_LoadSessionFromSavedModel('

const reading = `  {
    std::string config_path = export_dir_string + "/session_config.pb";
    if (FILE *config_file = fopen(config_path.c_str(), "rb")) {
      std::string config;
      char part[1024];
      size_t read;
      while ((read = fread(part, 1, sizeof(part), config_file)) > 0)
        config.append(part, read);
      fclose(config_file);
      TF_SetConfig(session_options, config.data(), config.size(), tf_status.status);
      if (TF_GetCode(tf_status.status) != TF_OK) {
        NAPI_THROW_ERROR(env, "Failed to read session_config.pb: %s",
                         TF_Message(tf_status.status));
        return nullptr;
      }
    }
  }

`

/** The source of tfjs_backend.cc with the change. @throws Error where the source is not the one it was written for */
export function withSessionConfig(source) {
  if (source.split(anchor).length !== 2)
    throw new Error('tfjs_backend.cc is not as it was: see session-config.mjs')
  return source.replace(anchor, () => reading + anchor)
}

/** What the change is, for the name of the folder the binding is kept in. */
export const sessionConfigChange = reading
