import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import home.models.settings
import modelsearch.index
import re
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
import wagtail.models.preview
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0001_user'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sdg',
            fields=[
                ('number', models.PositiveSmallIntegerField(primary_key=True, serialize=False, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(17)], verbose_name='number')),
                ('name', models.CharField(max_length=120, verbose_name='name (Polish)')),
                ('name_en', models.CharField(max_length=120, verbose_name='name (English)')),
                ('name_uk', models.CharField(max_length=120, verbose_name='name (Ukrainian)')),
            ],
            options={
                'verbose_name': 'development goal',
                'verbose_name_plural': 'development goals',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='MarketDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='MarketImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('credit', models.CharField(blank=True, help_text='Who took the photograph or drew the picture.', max_length=200, verbose_name='credit')),
                ('licence', models.CharField(blank=True, help_text='For example CC BY 4.0, or: all rights reserved.', max_length=120, verbose_name='licence')),
                ('shows_people', models.BooleanField(default=False, help_text='Tick when a person can be recognised in the picture.', verbose_name='shows people')),
                ('consent_note', models.CharField(blank=True, help_text='Where the consent of the people in the picture is kept, and until when it is valid.', max_length=250, verbose_name='consent to publish')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('hero_title', models.CharField(blank=True, help_text='The largest words of the page.', max_length=120, verbose_name='opening sentence')),
                ('shop_title', models.CharField(blank=True, max_length=60, verbose_name='door to the shop: title')),
                ('shop_text', models.CharField(blank=True, max_length=200, verbose_name='door to the shop: text')),
                ('stories_title', models.CharField(blank=True, max_length=60, verbose_name='door to the stories: title')),
                ('stories_text', models.CharField(blank=True, max_length=200, verbose_name='door to the stories: text')),
                ('knowledge_title', models.CharField(blank=True, max_length=60, verbose_name='door to the knowledge base: title')),
                ('knowledge_text', models.CharField(blank=True, max_length=200, verbose_name='door to the knowledge base: text')),
                ('featured_figure', wagtail.fields.StreamField([('figure', 1)], blank=True, block_lookup={0: ('wagtail.snippets.blocks.SnippetChooserBlock', ('goodpractices.Figure',), {'label': 'Figure'}), 1: ('wagtail.blocks.StructBlock', [[('figure', 0)]], {})}, verbose_name='figure explained')),
                ('figure_text', models.TextField(blank=True, max_length=400, verbose_name='what the figure means')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('picture', 4), ('video', 6), ('quote', 9), ('note', 11), ('product', 13), ('figure', 15)], blank=True, block_lookup={0: ('home.blocks.text.HeadingBlock', (), {}), 1: ('home.blocks.text.ParagraphBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.snippets.blocks.SnippetChooserBlock', ('home.Video',), {'label': 'Film'}), 6: ('wagtail.blocks.StructBlock', [[('video', 5)]], {}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'max_length': 400}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Who says it', 'max_length': 120, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('text', 7), ('who', 8)]], {}), 10: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul'], 'label': 'Text'}), 11: ('wagtail.blocks.StructBlock', [[('text', 10)]], {}), 12: ('wagtail.snippets.blocks.SnippetChooserBlock', ('shop.Product',), {'label': 'Product'}), 13: ('wagtail.blocks.StructBlock', [[('product', 12)]], {}), 14: ('wagtail.snippets.blocks.SnippetChooserBlock', ('goodpractices.Figure',), {'label': 'Figure'}), 15: ('wagtail.blocks.StructBlock', [[('figure', 14)]], {})}, verbose_name='further content')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'home page',
                'verbose_name_plural': 'home pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Funder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Used in addresses; do not change it later.', max_length=60, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name (Polish)')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name (English)')),
                ('name_uk', models.CharField(blank=True, max_length=120, verbose_name='name (Ukrainian)')),
                ('kind', models.CharField(choices=[('fe', 'European Funds 2021–2027'), ('rp', 'Republic of Poland'), ('eu', 'European Union'), ('pokl', 'Human Capital Programme 2007–2013'), ('operator', 'operator'), ('other', 'other')], default='other', max_length=20, verbose_name='kind')),
                ('url', models.URLField(blank=True, verbose_name='web address')),
                ('mark', models.CharField(blank=True, help_text="File name of the mark among the site's static pictures, for example eu.svg.", max_length=60, validators=[django.core.validators.RegexValidator(re.compile('[a-z0-9][a-z0-9-]*\\.(?:svg|png)'), 'Write the name of a picture file, for example eu.svg.')], verbose_name='mark')),
                ('in_footer', models.BooleanField(default=False, verbose_name='in the footer')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='place in lists')),
                ('image', models.ForeignKey(blank=True, help_text='Takes the place of the file above.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture of the mark')),
            ],
            options={
                'verbose_name': 'funder',
                'verbose_name_plural': 'funders',
                'ordering': ['sort_order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='wagtailcore.page')),
                ('language', models.CharField(max_length=8)),
                ('room', models.CharField(max_length=20)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
            ],
            options={
                'indexes': [models.Index(fields=['locale', 'updated_at'], name='home_search_locale__8a2d46_idx')],
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=80)),
                ('shown', models.CharField(blank=True, max_length=40)),
                ('weight', models.PositiveSmallIntegerField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='home.searchentry')),
                ('locale', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
            ],
            options={
                'indexes': [models.Index(fields=['locale', 'term'], name='home_search_locale__5d3f68_idx')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'term'), name='search_term_once')],
            },
        ),
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('operator_name', models.CharField(blank=True, max_length=200, verbose_name='operator')),
                ('street', models.CharField(blank=True, max_length=120, verbose_name='street and number')),
                ('postcode', models.CharField(blank=True, max_length=6, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='town')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('nip', models.CharField(blank=True, max_length=13, verbose_name='NIP')),
                ('krs', models.CharField(blank=True, max_length=10, verbose_name='KRS')),
                ('bank_account', models.CharField(blank=True, help_text='26 digits. Buyers who pay by transfer see it, also as a QR code.', max_length=34, validators=[home.models.settings.validate_account_number], verbose_name='bank account')),
                ('bank_name', models.CharField(blank=True, max_length=80, verbose_name='bank')),
                ('deferred_on', models.BooleanField(default=False, help_text='Companies and institutions may choose at the checkout to pay after the goods are sent. A person of the shop accepts or refuses each such order.', verbose_name='invoice with a term of payment')),
                ('deferred_days', models.PositiveSmallIntegerField(default=14, help_text='From 1 to 30; they count from the day on which the goods are sent or handed over.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(30)], verbose_name='days to pay')),
                ('deferred_most', models.DecimalField(decimal_places=2, default=Decimal('2000'), help_text='An order with more left to pay is paid in advance.', max_digits=9, validators=[django.core.validators.MinValueValidator(Decimal('1'))], verbose_name='greatest sum (PLN)')),
                ('slogan', models.CharField(blank=True, max_length=120, verbose_name='slogan (Polish)')),
                ('slogan_en', models.CharField(blank=True, max_length=120, verbose_name='slogan (English)')),
                ('slogan_uk', models.CharField(blank=True, max_length=120, verbose_name='slogan (Ukrainian)')),
                ('funding_note', models.TextField(blank=True, verbose_name='funding note (Polish)')),
                ('funding_note_en', models.TextField(blank=True, verbose_name='funding note (English)')),
                ('funding_note_uk', models.TextField(blank=True, verbose_name='funding note (Ukrainian)')),
                ('donation_purpose', models.CharField(blank=True, help_text='What a donation added in the basket is spent on, for example: clay for the workshops. Empty: none is asked for.', max_length=200, verbose_name='purpose of donations (Polish)')),
                ('donation_purpose_en', models.CharField(blank=True, max_length=200, verbose_name='purpose of donations (English)')),
                ('donation_purpose_uk', models.CharField(blank=True, max_length=200, verbose_name='purpose of donations (Ukrainian)')),
                ('is_demo', models.BooleanField(default=False, help_text='Says in the footer that shop and makers are a demonstration.', verbose_name='demonstration')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'site settings',
            },
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('picture', 4), ('video', 6), ('quote', 9), ('note', 11), ('product', 13), ('figure', 15)], blank=True, block_lookup={0: ('home.blocks.text.HeadingBlock', (), {}), 1: ('home.blocks.text.ParagraphBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.snippets.blocks.SnippetChooserBlock', ('home.Video',), {'label': 'Film'}), 6: ('wagtail.blocks.StructBlock', [[('video', 5)]], {}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'max_length': 400}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Who says it', 'max_length': 120, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('text', 7), ('who', 8)]], {}), 10: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul'], 'label': 'Text'}), 11: ('wagtail.blocks.StructBlock', [[('text', 10)]], {}), 12: ('wagtail.snippets.blocks.SnippetChooserBlock', ('shop.Product',), {'label': 'Product'}), 13: ('wagtail.blocks.StructBlock', [[('product', 12)]], {}), 14: ('wagtail.snippets.blocks.SnippetChooserBlock', ('goodpractices.Figure',), {'label': 'Figure'}), 15: ('wagtail.blocks.StructBlock', [[('figure', 14)]], {})}, verbose_name='text')),
                ('show_contact', models.BooleanField(default=False, help_text="Adds the operator's address, phone and e-mail.", verbose_name='show the contact box')),
                ('reviewed_on', models.DateField(blank=True, help_text='When the text was last checked; shown to readers.', null=True, verbose_name='reviewed on')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'text page',
                'verbose_name_plural': 'text pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Video',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credit', models.CharField(blank=True, help_text='Who took the photograph or drew the picture.', max_length=200, verbose_name='credit')),
                ('licence', models.CharField(blank=True, help_text='For example CC BY 4.0, or: all rights reserved.', max_length=120, verbose_name='licence')),
                ('shows_people', models.BooleanField(default=False, help_text='Tick when a person can be recognised in the picture.', verbose_name='shows people')),
                ('consent_note', models.CharField(blank=True, help_text='Where the consent of the people in the picture is kept, and until when it is valid.', max_length=250, verbose_name='consent to publish')),
                ('title', models.CharField(max_length=120, verbose_name='title (Polish)')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='title (English)')),
                ('title_uk', models.CharField(blank=True, max_length=120, verbose_name='title (Ukrainian)')),
                ('summary', models.CharField(help_text='One sentence, shown under the film and to search engines.', max_length=300, verbose_name='what the film shows (Polish)')),
                ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='what the film shows (English)')),
                ('summary_uk', models.CharField(blank=True, max_length=300, verbose_name='what the film shows (Ukrainian)')),
                ('file', models.FileField(upload_to='videos', verbose_name='film')),
                ('captions', models.TextField(help_text='WebVTT: a time, for example 00:01.000 --> 00:04.000, below it one or two lines, then a blank line. Say what is spoken and heard; in a film without sound, what is to be seen.', max_length=20000, verbose_name='captions (Polish)')),
                ('captions_en', models.TextField(blank=True, max_length=20000, verbose_name='captions (English)')),
                ('captions_uk', models.TextField(blank=True, max_length=20000, verbose_name='captions (Ukrainian)')),
                ('transcript', models.TextField(help_text='The whole film in words, what is said and what is shown, for people who cannot or do not want to watch it.', max_length=20000, verbose_name='transcript (Polish)')),
                ('transcript_en', models.TextField(blank=True, max_length=20000, verbose_name='transcript (English)')),
                ('transcript_uk', models.TextField(blank=True, max_length=20000, verbose_name='transcript (Ukrainian)')),
                ('told', models.CharField(blank=True, choices=[('words', 'captions and transcript tell everything that matters in the picture'), ('sound', 'the voice in the film tells everything that matters in the picture'), ('description', 'the film has an audio description')], help_text='How somebody who does not see learns what the picture shows. Shown below the transcript.', max_length=12, verbose_name='for people who do not see')),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, help_text='When the film was first shown.', verbose_name='date')),
                ('length', models.PositiveIntegerField(editable=False, verbose_name='length in milliseconds')),
                ('width', models.PositiveSmallIntegerField(editable=False, verbose_name='width')),
                ('height', models.PositiveSmallIntegerField(editable=False, verbose_name='height')),
                ('has_sound', models.BooleanField(default=False, editable=False, verbose_name='has sound')),
                ('poster', models.ForeignKey(help_text='The picture that stands there until the film is started; it is printed too.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='poster')),
            ],
            options={
                'verbose_name': 'film',
                'verbose_name_plural': 'films',
                'ordering': ['-published_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('height__gt', 0), ('length__gt', 0), ('width__gt', 0)), name='video_was_read')],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='MarketRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='home.marketimage')),
            ],
            options={
                'unique_together': {('image', 'filter_spec', 'focal_point_key')},
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
    ]
