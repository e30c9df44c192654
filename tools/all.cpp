#include "tools/all.hpp"

#include "mcp/registry.hpp"
#include "tools/account.hpp"
#include "tools/app_call.hpp"
#include "tools/chat.hpp"
#include "tools/embed.hpp"
#include "tools/file_upload.hpp"
#include "tools/image_edit.hpp"
#include "tools/image_generate.hpp"
#include "tools/knowledge_retrieve.hpp"
#include "tools/memory_add.hpp"
#include "tools/memory_manage.hpp"
#include "tools/memory_search.hpp"
#include "tools/models.hpp"
#include "tools/omni.hpp"
#include "tools/rerank.hpp"
#include "tools/schema_text.hpp"
#include "tools/speech_recognize.hpp"
#include "tools/speech_synthesize.hpp"
#include "tools/task.hpp"
#include "tools/task_cancel.hpp"
#include "tools/translate.hpp"
#include "tools/video_edit.hpp"
#include "tools/video_generate.hpp"
#include "tools/vision.hpp"
#include "tools/vocabulary_manage.hpp"
#include "tools/voice_manage.hpp"
#include "tools/web_search.hpp"

namespace tools {

void add_all(mcp::registry& to, services const& with) {
    to.add(schema_text("chat"), make_chat(with));
    to.add(schema_text("vision"), make_vision(with));
    to.add(schema_text("omni"), make_omni(with));
    to.add(schema_text("translate"), make_translate(with));
    to.add(schema_text("web_search"), make_web_search(with));
    to.add(schema_text("knowledge_retrieve"), make_knowledge_retrieve(with));
    to.add(schema_text("memory_search"), make_memory_search(with));
    to.add(schema_text("memory_add"), make_memory_add(with));
    to.add(schema_text("memory_manage"), make_memory_manage(with));
    to.add(schema_text("app_call"), make_app_call(with));
    to.add(schema_text("image_generate"), make_image_generate(with));
    to.add(schema_text("image_edit"), make_image_edit(with));
    to.add(schema_text("video_generate"), make_video_generate(with));
    to.add(schema_text("video_edit"), make_video_edit(with));
    to.add(schema_text("speech_synthesize"), make_speech_synthesize(with));
    to.add(schema_text("speech_recognize"), make_speech_recognize(with));
    to.add(schema_text("voice_manage"), make_voice_manage(with));
    to.add(schema_text("vocabulary_manage"), make_vocabulary_manage(with));
    to.add(schema_text("embed"), make_embed(with));
    to.add(schema_text("rerank"), make_rerank(with));
    to.add(schema_text("task"), make_task(with));
    to.add(schema_text("task_cancel"), make_task_cancel(with));
    to.add(schema_text("file_upload"), make_file_upload(with));
    to.add(schema_text("models"), make_models(with));
    to.add(schema_text("account"), make_account(with));
}

std::string_view instructions() {
    return "Alibaba Cloud DashScope (Model Studio, 百炼) as tools.\n"
           "Which tool for which wish:\n"
           "- ask a text model, get JSON by a schema, answer with web search: chat\n"
           "- ask about pictures or films, read text in them (OCR): vision\n"
           "- understand sound, get a spoken answer: omni; translate, with terms and style: translate\n"
           "- find web pages: web_search; passages of a knowledge base: knowledge_retrieve\n"
           "- remember, recall: memory_add, memory_search; change, forget: memory_manage\n"
           "- ask an agent or workflow of the console, also about files: app_call\n"
           "- make a picture, also after other pictures: image_generate; change or combine pictures: image_edit\n"
           "- make a film from text, frames, references or a clip: video_generate; change a film: video_edit\n"
           "- speak a text of any length into one file: speech_synthesize; recordings into text or subtitles: speech_recognize\n"
           "- see, wait for, fetch or find a task that takes long: task; end one that has not begun: task_cancel\n"
           "- see which models there are: models; a file for several calls: file_upload\n"
           "Rules: every result says in its text which model answered, what it used and DashScope's request id. A failed "
           "call says what to do next: follow it before trying again. Long answers stream as progress. A call without "
           "an API key tells where to get one.";
}

}  // namespace tools
